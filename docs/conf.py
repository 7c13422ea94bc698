"""How the documentation is built: `sh run docs`."""

from __future__ import annotations

import importlib.metadata
import sys

from pathlib import Path


# The extension that fills pages in from the code stands beside this file.
sys.path.insert(0, str(Path(__file__).parents[1]))

project = "pa_registry"
author = project_copyright = "The pa_registry authors"
version = release = importlib.metadata.version("pa-registry")
language = "en"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "docs.filling",
]
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = "pa_registry"
html_show_sourcelink = False
html_copy_source = False

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_class_signature = "mixed"
autodoc_default_options = {"members": True, "show-inheritance": True}
napoleon_numpy_docstring = False
napoleon_use_ivar = True

# Two rooms may use one word, such as Cause; the nearer one is linked.
suppress_warnings = ["ref.python"]
nitpicky = True
# Only our own names are links: the build reads no inventory from a network.
nitpick_ignore_regex = [(r"py:.*", r"(?!pa_registry\b).*")]
