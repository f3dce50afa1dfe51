#+ summary: Put a graph into the default graph of queries, or take it out.
PREFIX bw: <https://w3id.org/bwise/ontology#>
DELETE { GRAPH <https://w3id.org/bwise/graph/catalog> { ?graph bw:inDefaultGraph ?before } }
INSERT { GRAPH <https://w3id.org/bwise/graph/catalog> { ?graph bw:inDefaultGraph ?default } }
WHERE {
  VALUES ?graph { UNDEF }
  VALUES ?default { UNDEF }
  GRAPH <https://w3id.org/bwise/graph/catalog> { ?graph bw:inDefaultGraph ?before }
}
