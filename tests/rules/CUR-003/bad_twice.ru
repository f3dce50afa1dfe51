#+ finds: curriculum:test
#+ says: A first course has to state its total hours once, as a number (found: –).
# The same number as a decimal and as an integer: two statements still.
INSERT DATA { curriculum:test bw:hours 160 }
