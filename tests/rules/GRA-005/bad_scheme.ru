#+ finds: test:other
#+ says: other and tests do not both say that one is at the top of the other.
DELETE DATA { scheme:test skos:hasTopConcept test:other }
