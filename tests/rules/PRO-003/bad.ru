#+ finds: profile:test
#+ says: made-up supporter has no essential requirement.
DELETE { ?r bw:importance relationship-type:essential-skill } INSERT { ?r bw:importance relationship-type:optional-skill } WHERE { ?r bw:importance relationship-type:essential-skill }
