#+ finds: test:top
#+ says: top has the label “above” in two places.
INSERT DATA { test:top skos:hiddenLabel "above"@en }
