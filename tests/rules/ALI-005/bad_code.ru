#+ finds: attained:test-1-2-b
#+ says: <http://data.europa.eu/esco/skill/S1.2.3> is a group or another concept; a skill belongs here.
DELETE DATA { attained:test-1-2-b bw:skill skill:523360c6-52f2-4cbd-951f-3be2a4ca930c } ;
INSERT DATA { attained:test-1-2-b bw:skill <http://data.europa.eu/esco/skill/S1.2.3> }
