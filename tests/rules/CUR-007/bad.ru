#+ finds: unit:test-1-2
#+ says: My team has to state its hours once, as a number above zero (found: –).
DELETE DATA { unit:test-1-2 bw:hours 20.0 }
