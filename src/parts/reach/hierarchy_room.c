/* hierarchy_room.c - room to ask in: taken, and given back. */
#include "row.h"

enum { LINE = 64 }; /* bytes of a line of the cache */

ch_err ch_hierarchy_room_new(const ch_hierarchy *hierarchy, ch_hierarchy_room **room)
{
    const ch_memory *memory = hierarchy->arena.memory;
    *room = NULL;
    ch_hierarchy_room *made = ch_memory_take(memory, sizeof *made);
    if (made == NULL)
        return CH_ENOMEM;
    *made = (ch_hierarchy_room){.hierarchy = hierarchy, .memory = memory};
    made->slot = ch_memory_take(memory, (hierarchy->nodes + 1) * sizeof *made->slot);
    made->above_block = ch_memory_take(memory, hierarchy->height * sizeof *made->above + LINE);
    if (made->slot == NULL || made->above_block == NULL) {
        ch_hierarchy_room_free(made);
        return CH_ENOMEM;
    }
    made->above = (ch_reach__row *)(((uintptr_t)made->above_block + LINE - 1) / LINE * LINE);
    ch_reach__set_far(&made->far);
#if CH_REACH__TWICE
    made->is_wide = __builtin_cpu_supports("avx2");
#endif
    *room = made;
    return CH_OK;
}

void ch_hierarchy_room_free(ch_hierarchy_room *room)
{
    if (room == NULL)
        return;
    const ch_memory *memory = room->memory;
    ch_memory_give(memory, room->climb.position);
    ch_memory_give(memory, room->targets.position);
    ch_memory_give(memory, room->row);
    ch_memory_give(memory, room->slot);
    ch_memory_give(memory, room->branch);
    ch_memory_give(memory, room->above_block);
    ch_memory_give(memory, room->own);
    ch_memory_give(memory, room->end);
    ch_memory_give(memory, room->result);
    ch_memory_give(memory, room);
}
