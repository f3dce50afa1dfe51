#+ finds: sector-skill:test
#+ says: made-up sector skill has no name, or not exactly one broader ESCO skill (found: –).
DELETE WHERE { sector-skill:test skos:broadMatch ?skill }
