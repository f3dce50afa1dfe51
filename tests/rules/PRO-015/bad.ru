#+ finds: profile:test
#+ says: made-up supporter is mapped to employment and vocational integration consultant and neither requires nor leaves out its essential skill identify problems.
INSERT DATA { <http://data.europa.eu/esco/occupation/e4112a88-973f-4c7a-97f5-2241e6b6833f> esco:relatedEssentialSkill skill:a628d2d1-f40a-4c37-a357-2801726f2996 }
