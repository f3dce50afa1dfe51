#+ finds: unit:test-1-1
#+ says: My day has to have one title in each language, with its language tag (found: –).
INSERT DATA { unit:test-1-1 dct:title "Another name"@en }
