#+ finds: test:middle
#+ finds: test:other
#+ says: middle is broader than itself.
#+ says: other is broader than itself.
INSERT DATA { test:other skos:broader test:middle . test:middle a skos:Concept ; skos:prefLabel "middle"@en ; skos:definition "Made up."@en ; skos:inScheme scheme:test ; skos:broader test:other ; bw:origin origin:reference-design } ;
DELETE DATA { scheme:test skos:hasTopConcept test:other . test:other skos:topConceptOf scheme:test }
