#+ finds: requirement:sector
#+ says: A requirement has to name exactly one skill that exists (found: employment and vocational integration consultant).
DELETE WHERE { requirement:sector bw:skill ?s } ;
INSERT DATA { requirement:sector bw:skill <http://data.europa.eu/esco/occupation/e4112a88-973f-4c7a-97f5-2241e6b6833f> }
