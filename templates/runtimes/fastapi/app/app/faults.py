"""Trouble made on purpose, to see alerts fire and to practise the runbooks."""

import asyncio
import random

from fastapi import APIRouter, HTTPException

from .state import Faults, state

router = APIRouter(prefix="/api/faults")


@router.api_route("", methods=["GET", "HEAD"])
async def show() -> Faults:
    return state.faults


@router.post("")
async def change(wanted: Faults) -> Faults:
    state.faults = wanted
    return wanted


@router.delete("")
async def clear() -> Faults:
    state.faults = Faults()
    return state.faults


async def inject() -> None:
    """Hit what users ask for, never probes and metrics: a dependency of their routes."""
    await asyncio.sleep(state.faults.delay_ms / 1000)
    if random.random() < state.faults.error_rate:
        raise HTTPException(500, "injected fault")
