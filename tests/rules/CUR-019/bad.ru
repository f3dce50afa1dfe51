#+ finds: outcome:test-2-3
#+ says: No assessment looks at name what is wasted.
DELETE DATA { assessment:test-2 bw:assesses outcome:test-2-3 }
