"""The compiled backend: modules of C++, run by the core's native loop.

`simulator` drives; `modules` compiles; `populations` and `projections` hold the buffers;
`schedule` lists the phases of a step, and `hazards` puts barriers where threads would meet.
"""
