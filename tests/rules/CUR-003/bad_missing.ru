#+ finds: curriculum:test
#+ says: A first course has to state its total hours once, as a number (found: –).
DELETE DATA { curriculum:test bw:hours 160.0 }
