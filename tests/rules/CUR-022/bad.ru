#+ finds: outcome:test-1-1
#+ says: plan the day has the same title as Plan the day: “plan the day”.
DELETE DATA { outcome:test-3-1 dct:title "report what is done"@en } ;
INSERT DATA { outcome:test-3-1 dct:title "Plan the day"@en }
