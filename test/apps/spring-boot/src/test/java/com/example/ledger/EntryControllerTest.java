package com.example.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EntryControllerTest {
    @Test
    void startsEmpty() {
        assertThat(new EntryController().entries()).isEmpty();
    }
}
