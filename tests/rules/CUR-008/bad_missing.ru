#+ finds: curriculum:test
#+ says: A first course has to name exactly one known target group (found: –).
DELETE DATA { curriculum:test elm:targetGroup target-group:worker }
