#+ finds: test:alone
#+ says: alone belongs to no scheme.
INSERT DATA { test:alone a skos:Concept ; skos:prefLabel "alone"@en ; skos:definition "Made up."@en ; bw:origin origin:reference-design }
