# The Sphinx site that `make test-embed` builds. The last two lines are the recipe.
project = "Broker handbook"
extensions = ["myst_parser"]
html_theme = "furo"
exclude_patterns = ["_build", "_static"]
html_static_path = ["_static"]
html_js_files = [("offset-lab/offset-lab.js", {"defer": "defer"})]
