#+ finds: sector-skill:test
#+ says: made-up sector skill has no name, or not exactly one broader ESCO skill (found: –).
INSERT DATA { sector-skill:test skos:broadMatch skill:d2c81ad1-2439-43cf-9c63-204187b8f771 }
