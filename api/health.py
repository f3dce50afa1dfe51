"""Whether the service runs, and whether it can answer."""

from __future__ import annotations

import asyncio
import time

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from .problems import Problem
from .service import Service

router = APIRouter(tags=["health"])

_PATIENCE = 2.0
_NO_STORE = {"Cache-Control": "no-store"}


@router.get("/health")
async def health() -> JSONResponse:
    """Answer as long as the process runs."""
    return JSONResponse({"status": "ok"}, headers=_NO_STORE)


@router.get("/ready")
async def ready(request: Request) -> JSONResponse:
    """Answer 200 when a query can be answered now, with what the store holds; else 503."""
    service: Service = request.app.state.service
    started = time.monotonic()
    try:
        async with asyncio.timeout(_PATIENCE):
            await service.query("ASK {}", timeout=_PATIENCE, client="readiness")
    except (Problem, TimeoutError) as error:
        raise Problem(503, "Not ready", "No query is answered now.", "busy", headers={"Retry-After": "2"}) from error
    info = service.info
    return JSONResponse(
        {
            "status": "ready",
            "generation": info.generation,
            "digest": info.digest,
            "esco_version": info.esco_version,
            "graphs": len(info.graphs),
            "milliseconds": round((time.monotonic() - started) * 1000, 1),
        },
        headers=_NO_STORE,
    )
