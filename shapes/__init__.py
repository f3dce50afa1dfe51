"""SHACL rules as data, one file a rule."""
