#+ finds: attained:test-2-2
#+ says: digital content creation is an area of DigComp that holds several competences.
INSERT DATA { skill:f5369f2f-e52b-43d8-8d31-79a6c11188d8 a esco:Skill , bw:DigitalSkill , skos:Concept ; skos:prefLabel "digital content creation"@en ; skos:inScheme <http://data.europa.eu/esco/concept-scheme/digcomp> } ;
DELETE DATA { attained:test-2-2 bw:skill skill:df329d70-87b0-466b-a214-3431f36e2a5e } ;
INSERT DATA { attained:test-2-2 bw:skill skill:f5369f2f-e52b-43d8-8d31-79a6c11188d8 }
