"""Validation: rules as SHACL shapes, two engines behind one port, and a report that says where and why."""
