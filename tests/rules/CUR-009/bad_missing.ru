#+ finds: curriculum:test
#+ says: A first course has to name exactly one known profile (found: –).
DELETE DATA { curriculum:test bw:forProfile profile:test }
