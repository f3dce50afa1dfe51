#+ finds: requirement:sector
#+ says: A requirement has to name exactly one skill that exists (found: <http://data.europa.eu/esco/skill/unknown>).
DELETE WHERE { requirement:sector bw:skill ?s } ;
INSERT DATA { requirement:sector bw:skill skill:unknown }
