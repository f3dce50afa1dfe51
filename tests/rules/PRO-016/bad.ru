#+ finds: profile:test
#+ says: made-up supporter is mapped to identify problems, which is no ESCO occupation.
INSERT DATA { profile:test skos:relatedMatch skill:a628d2d1-f40a-4c37-a357-2801726f2996 }
