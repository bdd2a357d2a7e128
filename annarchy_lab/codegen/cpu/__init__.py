"""C++ for one core: modules of plain loops that a compiler vectorises."""
