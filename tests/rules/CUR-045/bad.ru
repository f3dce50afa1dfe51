#+ finds: curriculum:test
#+ says: A first course has to state its version once (found: –).
DELETE WHERE { curriculum:test dcat:version ?version }
