#+ finds: curriculum:test
#+ says: A first course has to name exactly one known profile (found: <https://w3id.org/bwise/id/profile/unknown>).
DELETE DATA { curriculum:test bw:forProfile profile:test } ;
INSERT DATA { curriculum:test bw:forProfile profile:unknown }
