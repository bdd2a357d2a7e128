"""The scripts here are run by tests; they are no modules to import."""

collect_ignore = ["hybrid.py", "izhikevich.py"]
collect_ignore_glob = ["*_v4.py", "*_v5.py"]
