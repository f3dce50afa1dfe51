#+ finds: test:below
#+ says: below has no definition with a language tag.
DELETE WHERE { test:below skos:definition ?text }
