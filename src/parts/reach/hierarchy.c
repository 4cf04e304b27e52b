/* hierarchy.c - what is held of a hierarchy, and how much of it there is. */
#include "changhe/hierarchy.h"

#include "hierarchy_parts.h"

void ch_hierarchy_free(ch_hierarchy *hierarchy)
{
    if (hierarchy == NULL)
        return;
    const ch_memory *memory = hierarchy->arena.memory;
    ch_arena_free(&hierarchy->arena);
    ch_memory_give(memory, hierarchy);
}

size_t ch_hierarchy_shortcuts(const ch_hierarchy *hierarchy)
{
    return hierarchy->shortcuts;
}

size_t ch_hierarchy_bytes(const ch_hierarchy *hierarchy)
{
    size_t by_node = 5 * hierarchy->nodes + hierarchy->roots + 3, by_shortcut = 4 * hierarchy->shortcuts,
           by_arc = 2 * hierarchy->arcs;
    return sizeof *hierarchy + (by_node + by_shortcut + by_arc) * sizeof(uint32_t);
}
