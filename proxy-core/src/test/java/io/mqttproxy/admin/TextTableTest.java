package io.mqttproxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void fillsColumnsUpToTheirWidestText() {
        // given
        TextTable table = new TextTable("A", "B");
        table.row("long", "1");
        table.row("x", "2");

        // then
        assertThat(table.toString().lines()).containsExactly("A     B", "long  1", "x     2");
    }

    @Test
    void doesNotGrowWithATextThatAStrangerChose() {
        // given one long name, and rows that are filled up to its width
        TextTable table = new TextTable("NAME", "B");
        table.row("x".repeat(64 * 1024), "1");
        for (int i = 0; i < 10; i++) {
            table.row("short", "2");
        }

        // then
        assertThat(table.toString()).hasSizeLessThan(10_000).contains("x".repeat(TextTable.WIDEST - 1) + "…  1\n");
    }

    @Test
    void cutsBetweenCharacters() {
        // given a character of two units where the cut would be
        TextTable table = new TextTable("NAME");
        table.row("x".repeat(TextTable.WIDEST - 2) + "\uD83D\uDE00" + "y".repeat(10));

        // then
        assertThat(table).hasToString("NAME\n" + "x".repeat(TextTable.WIDEST - 2) + "…\n");
    }
}
