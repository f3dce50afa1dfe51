#+ finds: attained:test-1-3
#+ says: ask for support at work, a skill of the sector, has to have one broader ESCO skill.
DELETE WHERE { sector-skill:test skos:broadMatch ?skill }
