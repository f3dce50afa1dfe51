#+ finds: curriculum:test
#+ says: A first course has to state its origin, one of those known (found: –).
DELETE WHERE { curriculum:test bw:origin ?origin }
