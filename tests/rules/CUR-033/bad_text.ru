#+ finds: curriculum:test
#+ says: A first course has to name its languages in the EU's URIs (found: “en”).
INSERT DATA { curriculum:test dct:language "en" }
