#+ finds: assessment:test-4
#+ says: Nothing belongs to no module or names no outcome.
INSERT DATA { module:test-1 elm:provenBy assessment:test-4 . assessment:test-4 a bw:Assessment ; dct:title "Nothing"@en ; dct:description "Nothing."@en }
