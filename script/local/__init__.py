"""The Python part of the scripts: databases, assets, browsers and processes on the local machine."""
