#+ finds: attained:test-1-2-b
#+ says: employment and vocational integration consultant is an occupation; a skill belongs here.
DELETE DATA { attained:test-1-2-b bw:skill skill:523360c6-52f2-4cbd-951f-3be2a4ca930c } ;
INSERT DATA { attained:test-1-2-b bw:skill <http://data.europa.eu/esco/occupation/e4112a88-973f-4c7a-97f5-2241e6b6833f> }
