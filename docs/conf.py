"""How Sphinx builds these pages; ``make docs`` calls it.

Nothing here needs a network, and nothing in the pages that come out loads anything from elsewhere.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import annarchy_lab

project = "annarchy_lab"
author = "The annarchy_lab developers"
copyright = author
version = release = annarchy_lab.__version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "machinery.differences",
    "machinery.mathml",
    "machinery.mistakes",
    "machinery.models",
    "machinery.names",
    "machinery.pictures",
    "machinery.promises",
]
exclude_patterns = ["machinery", "pictures", "static"]
smartquotes_action = "D"  # dashes; what is quoted here is mostly code

# decisions stand in the list of their own page; that every page is reached is a test
suppress_warnings = ["toc.not_included"]

# pages
myst_enable_extensions = ["attrs_block", "colon_fence", "deflist", "dollarmath", "substitution"]
myst_heading_anchors = 3
myst_substitutions = {"version": version}

# docstrings: a word in single backticks is a name, and a link where we know it
default_role = "py:obj"
add_module_names = False
toc_object_entries_show_parents = "hide"
autodoc_member_order = "bysource"
autodoc_typehints = "none"
autodoc_preserve_defaults = True
napoleon_google_docstring = False
napoleon_use_ivar = True
napoleon_use_rtype = False

# looks
html_theme = "furo"
html_title = "annarchy_lab"
html_static_path = ["static"]
html_css_files = ["house.css"]
html_copy_source = False
html_show_copyright = False
html_show_sphinx = False
html_math_renderer = "mathml"
pygments_style = "machinery.models.Light"
pygments_dark_style = "machinery.models.Dark"
