#+ finds: claim:test-1
#+ says: It is one has a text without a language tag (“One.”).
INSERT DATA { claim:test-1 dct:description "One." }
