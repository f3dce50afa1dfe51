#+ finds: curriculum:test
#+ says: A first course is for supporter, its profile made-up worker is not.
DELETE DATA { curriculum:test elm:targetGroup target-group:worker } ;
INSERT DATA { curriculum:test elm:targetGroup target-group:supporter }
