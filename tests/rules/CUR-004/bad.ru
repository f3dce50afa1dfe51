#+ finds: module:test-2
#+ says: Tools has to state its hours once, as a number above zero (found: –).
DELETE DATA { module:test-2 bw:hours 50.0 }
