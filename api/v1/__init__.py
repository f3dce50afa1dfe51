"""The JSON API for applications: resources, coverage, validation, questions and search, at ``/api/v1``."""
