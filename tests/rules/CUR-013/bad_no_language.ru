#+ finds: assessment:test-1
#+ says: Day seen has to have one title in each language, with its language tag (found: “Day seen”).
INSERT DATA { assessment:test-1 dct:title "Day seen" }
