#+ finds: curriculum:test
#+ says: <http://data.europa.eu/esco/skill/unknown>, named in A first course, is no skill of ESCO, nor one of the sector with one broader ESCO skill.
DELETE DATA { attained:test-1-2-b bw:skill skill:523360c6-52f2-4cbd-951f-3be2a4ca930c } ;
INSERT DATA { attained:test-1-2-b bw:skill skill:unknown }
