#+ finds: test:top
#+ says: top is at the top of tests and below high there.
INSERT DATA { test:top skos:broader test:high . test:high a skos:Concept ; skos:prefLabel "high"@en ; skos:definition "Made up."@en ; skos:inScheme scheme:test ; bw:origin origin:reference-design }
