#+ summary: Take what the catalogue says of a graph out of it; that it was changed stays.
PREFIX as: <https://www.w3.org/ns/activitystreams#>
PREFIX spdx: <http://spdx.org/rdf/terms#>
DELETE { GRAPH <https://w3id.org/bwise/graph/catalog> { ?s ?p ?o } }
WHERE {
  VALUES ?graph { UNDEF }
  GRAPH <https://w3id.org/bwise/graph/catalog> {
    { ?graph ?p ?o . BIND(?graph AS ?s) }
    UNION { ?graph spdx:checksum ?s . ?s ?p ?o }
    UNION { ?s ?p ?graph . BIND(?graph AS ?o) FILTER(?p != as:object) }
  }
}
