#+ finds: curriculum:test
#+ says: plan the day in A first course has no title in English and in another language.
DELETE DATA { outcome:test-1-1 dct:title "den Tag planen"@de } ;
INSERT DATA { outcome:test-1-1 dct:title "I plan my day."@en-simple }
