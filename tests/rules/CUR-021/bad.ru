#+ finds: assessment:test-1
#+ says: Day seen looks at send a message, which its module does not teach.
INSERT DATA { assessment:test-1 bw:assesses outcome:test-2-1 }
