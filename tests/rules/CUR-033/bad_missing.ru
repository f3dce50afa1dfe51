#+ finds: curriculum:test
#+ says: A first course has to name its languages in the EU's URIs (found: –).
DELETE DATA { curriculum:test dct:language language:ENG }
