"""The checks are run in the kernels of notebooks; they are no modules to import."""

collect_ignore_glob = ["checks/*"]
