#+ finds: test:skill
#+ says: ask has no definition, or no reason why it stands beside ESCO.
INSERT DATA { test:skill a bw:SectorSkill , skos:Concept ; skos:prefLabel "ask"@en ; skos:definition "Made up."@en ; skos:inScheme scheme:test ; bw:origin origin:reference-design }
